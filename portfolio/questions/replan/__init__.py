"""The remaining years planned anew from actual progress."""
