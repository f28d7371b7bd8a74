"""A small business's exports, one hand-written file per layout, true to the real ones in every quirk.

The amounts are few and odd, so that each published figure can be worked out by hand beside the test that asserts it.
"""
