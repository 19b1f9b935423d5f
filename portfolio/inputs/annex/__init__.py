"""The tables of projects as plans publish them: read, reconciled with what they print, turned."""
