"""Record: the append-only chain, the preserved texts, and the tables that are derived from them."""
