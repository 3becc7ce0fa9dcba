"""Nearer on one machine: its own database and broker, one supervised group of processes, one command."""
