"""Slack's limits, from the Block Kit reference; a block that breaks one makes Slack refuse the whole message."""

BLOCKS_A_MESSAGE = 50
BLOCKS_A_VIEW = 100
CHARACTERS_A_MESSAGE = 12_000  # Slack refuses at about 13,200
FALLBACK_TEXT = 3_000  # Slack takes 40,000; a notification shows the first lines
SECTION_TEXT = 3_000
HEADER_TEXT = 150
ALT_TEXT = 2_000
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTIONS = 100
OVERFLOW = 5  # options of the menu beside a line
CHECKBOXES = 10
ACTIONS = 25
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_CHARACTERS = 10_000
PRIVATE_METADATA = 3_000
