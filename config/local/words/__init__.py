"""The lint of what people read: every English string, the rules it keeps to, and how hard each page is to read."""
