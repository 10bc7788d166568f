"""What acts: one rasa-sdk action per question, gather → decide → say."""
