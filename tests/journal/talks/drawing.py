"""The part of docs/TALKS.md that is made from the table: `python -m tests.journal.talks.drawing` writes it anew."""

from pathlib import Path

from journal.talks.states import ASKED, MOVES, State, Who

PAGE = Path(__file__).parents[3] / "docs" / "TALKS.md"
BEGINS, ENDS = "<!-- made from journal/talks/states.py -->\n", "<!-- made until here -->\n"
WHO = {Who.SPEAKER: "who speaks", Who.LISTENER: "who listens", Who.EITHER: "either"}


def drawn() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "  [*] --> asking"]
    for move in MOVES:
        leads = [each for each in move.leads_to if each is not move.state or len(move.leads_to) == 1]
        lines += [f"  {move.state} --> {each}: {move.action}" for each in leads]
    lines += [
        "```",
        "",
        "| state | asked next | action | who | leads to | on the other’s phone too |",
        "|---|---|---|---|---|---|",
    ]
    for state in State:
        asked = WHO[ASKED[state]] if state in ASKED else "as listening says"
        for move in (each for each in MOVES if each.state is state):
            action = f"`{move.action}`" + (", once both were heard" if move.once_both_heard else "")
            action += ", once told yes" if move.once_told_yes else ""
            leads_to = ", ".join(f"`{each}`" for each in move.leads_to)
            lent = "yes" if move.on_their_phone else ""
            lines.append(f"| `{state}` | {asked} | {action} | {WHO[move.who]} | {leads_to} | {lent} |")
    return "\n".join(lines) + "\n"


def written() -> str:
    return PAGE.read_text().partition(BEGINS)[2].partition(ENDS)[0]


def main() -> None:
    text = PAGE.read_text()
    before, after = text.partition(BEGINS)[0], text.partition(ENDS)[2]
    PAGE.write_text(f"{before}{BEGINS}{drawn()}{ENDS}{after}")


if __name__ == "__main__":
    main()
