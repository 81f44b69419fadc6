"""The record → people and programs: what was settled, with its words cut from the texts."""
