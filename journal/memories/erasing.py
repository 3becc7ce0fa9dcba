"""How a memory is erased: its photograph goes as well, first. Undone, it comes back after its memory."""

from couples.erasing.eraser import Eraser
from journal.memories.models import Memory, Photograph
from journal.own_words import take_out


def erase_memory(eraser: Eraser, memory: Memory) -> None:
    """As any other. Its photograph goes with it."""
    for photograph in Photograph.objects.filter(memory=memory):
        eraser.delete(photograph)
    take_out(eraser, memory)
