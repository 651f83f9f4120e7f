"""Training the reader that ships with the product. Nothing in the product imports this."""
