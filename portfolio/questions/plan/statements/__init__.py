"""The statements of a plan, a room each: what its workbook, its annex and its page hold."""
