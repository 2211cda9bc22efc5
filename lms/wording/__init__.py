"""Words for people, each in the language of whoever reads them: as they were written, or as a catalogue says them."""
