"""Add exports: drop files, see what each is, and put it where the next night reads it."""

from dashboard.adding.show import show_adding
from dashboard.frame.here import here

show_adding(here())
