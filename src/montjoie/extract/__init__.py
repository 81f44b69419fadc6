"""Extract: documents → readings, given by people or other models; the trained reader takes the same place."""
