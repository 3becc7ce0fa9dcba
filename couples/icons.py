"""Our own line drawings, 24 by 24, one stroke weight: no request, and the colour of the words beside them."""

PATHS = {
    # The five places.
    "today": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2"/>'
        '<path d="M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4"/>'
    ),
    "together": '<path d="M4 12a8 8 0 0 1 14-5M20 12a8 8 0 0 1-14 5"/><circle cx="12" cy="12" r="2.5"/>',
    "talk": '<path d="M4 5h12v8H9l-4 3v-3H4z"/><path d="M19 9h1v8h-1v3l-4-3h-4"/>',
    "us": '<path d="M3 17c5 0 5-9 9-9s4 9 9 9"/><path d="M3 12c5 0 6-4 9-4s4 4 9 4"/>',
    "you": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20c1-4 4-6 7.5-6s6.5 2 7.5 6"/>',
    # Who can see it.
    "one": '<circle cx="12" cy="8" r="3.5"/><path d="M6 20c.5-4 2.8-6 6-6s5.5 2 6 6"/>',
    "two": (
        '<circle cx="8.5" cy="9" r="3"/>'
        '<path d="M3 19c.5-3.5 2.5-5 5.5-5s5 1.5 5.5 5"/><path d="m17 6 3 3-3 3-3-3zM17 14.2c2.3.4 3.6 2 4 4.8"/>'
    ),
    "sealed": '<rect x="5" y="11" width="14" height="9" rx="2.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "opened": '<rect x="5" y="11" width="14" height="9" rx="2.5"/><path d="M8 11V8a4 4 0 0 1 7.6-1.7"/>',
    # Things to do.
    "pencil": '<path d="m5 19 1-4L16.5 4.5l3 3L9 18zM14 7l3 3"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "up": '<path d="M12 19V5M6 11l6-6 6 6"/>',
    "down": '<path d="M12 5v14M6 13l6 6 6-6"/>',
    "remove": '<path d="M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 11v5M13.5 11v5"/>',
    "undo": '<path d="M8 5 4 9l4 4"/><path d="M4 9h10a5.5 5.5 0 0 1 0 11h-3"/>',
    "copy": (
        '<rect x="9" y="9" width="11" height="11" rx="2.5"/>'
        '<path d="M15 9V6.5A2.5 2.5 0 0 0 12.5 4h-6A2.5 2.5 0 0 0 4 6.5v6A2.5 2.5 0 0 0 6.5 15H9"/>'
    ),
    "print": '<path d="M7 9V4h10v5M7 17H4v-8h16v8h-3"/><path d="M7 14h10v6H7z"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "next": '<path d="m9 5 7 7-7 7"/>',
    "back": '<path d="m15 5-7 7 7 7"/>',
    "open-down": '<path d="m5 9 7 7 7-7"/>',
    "exit": '<path d="M13 4h6v16h-6M4 12h10M10.5 8.5 14 12l-3.5 3.5"/>',
    # Things there are.
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.8v.1"/>',
    "alert": '<path d="M12 4 3 19.5h18zM12 10v4.5M12 17.2v.1"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="2.5"/><path d="m4.5 7.5 7.5 6 7.5-6"/>',
    "break": '<circle cx="12" cy="12" r="8.5"/><path d="M10 9v6M14 9v6"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="14.5" rx="2.5"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>',
    "history": '<path d="M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5"/><path d="M12 8v4.5l3 1.5"/>',
    "signed": '<path d="M4 18c2-1 3-8 5-8s0 7 2 7 2.5-5 4-5 1 3.5 2.5 3.5S19.5 14 20 13.5M4 21h16"/>',
    "thanks": '<path d="M12 20C6 16 3.5 12.5 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 3.5-2.5 7-8.5 11z"/>',
    "memory": '<rect x="4" y="5" width="16" height="14" rx="2.5"/><path d="m4.5 16.5 4.5-4.5 3.5 3.5 2.5-2.5 4.5 4"/>',
    "lamp": '<path d="M8 4h8l3 9H5zM12 13v6M8 20h8"/>',
    "help": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.7v.1"/>',
}

#: Those that point along the line of reading, and so turn round where it runs from right to left.
TURNING = frozenset({"next", "back", "undo", "exit", "history"})
