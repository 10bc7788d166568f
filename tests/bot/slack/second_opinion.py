"""Our blocks built again with slackblocks, whose constructors refuse what Slack would."""

from __future__ import annotations

from typing import Any

import slackblocks as sb

Part = dict[str, Any]


def build_again(block: Part) -> Any:
    """The same block in slackblocks; its errors say what is wrong."""
    match block["type"]:
        case "actions":
            return sb.ActionsBlock([_control(one) for one in block["elements"]], block_id=block.get("block_id"))
        case "section":
            return sb.SectionBlock(_plain(block["text"]), accessory=_control(block["accessory"]))
        case "table" | "data_table":
            return sb.TableBlock([[sb.RawText(cell["text"]) for cell in row] for row in block["rows"]])
        case "rich_text":
            return sb.RichTextBlock([_rich(one) for one in block["elements"]])
        case "input":
            label = _plain(block["label"])
            return sb.InputBlock(label=label, element=_control(block["element"]), optional=block["optional"])
        case _:
            return sb.Block.from_dict(block)


def _plain(text: Part) -> sb.PlainText:
    return sb.PlainText(text["text"], emoji=text["emoji"])


def _option(option: Part) -> sb.Option:
    description = option.get("description")
    return sb.Option(
        text=_plain(option["text"]), value=option["value"], description=_plain(description) if description else None
    )


def _control(control: Part) -> Any:
    kept = {name: control[name] for name in ("action_id",) if name in control}
    match control["type"]:
        case "button":
            return sb.Button(text=_plain(control["text"]), value=control["value"], **kept)
        case "checkboxes":
            ticked = [_option(option) for option in control.get("initial_options", ())]
            return sb.CheckboxGroup(
                options=[_option(option) for option in control["options"]], initial_options=ticked or None, **kept
            )
        case "static_select":
            return sb.StaticSelectMenu(options=[_option(option) for option in control["options"]], **kept)
        case "overflow":
            return sb.OverflowMenu(options=[_option(option) for option in control["options"]], **kept)
        case "external_select":
            return sb.ExternalSelectMenu(min_query_length=control["min_query_length"], **kept)
        case "datepicker":
            return sb.DatePicker(**kept)
        case "datetimepicker":
            return sb.DateTimePicker(**kept)
        case _:
            given = {name: control[name] for name in ("multiline", "max_length", "initial_value") if name in control}
            return sb.PlainTextInput(**kept, **given)


def _rich(part: Part) -> Any:
    texts = [sb.RichText(one["text"]) for one in part["elements"] if one["type"] == "text"]
    match part["type"]:
        case "rich_text_list":
            return sb.RichTextList("bullet", [_rich(one) for one in part["elements"]])
        case "rich_text_quote":
            return sb.RichTextQuote(texts)
        case _:
            return sb.RichTextSection(texts)
