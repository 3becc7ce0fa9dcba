"""Days as they are written everywhere else in Nearer: 23 November 2026, not Nov. 23, 2026."""

DATE_FORMAT = "j F Y"
