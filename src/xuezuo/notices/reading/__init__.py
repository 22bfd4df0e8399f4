"""The notice reader: file to text, and text to header, requirements, numbers and warnings (contract, `notice read`).

Rules only: offline, deterministic, each proposal with its place and the rules that made it. Knows no database and no
user; whoever confirms a proposal does it elsewhere.
"""

from xuezuo.notices.reading.files import read_file
from xuezuo.notices.reading.reader import read_text
from xuezuo.notices.reading.result import Reading

__all__ = ["Reading", "read_file", "read_text"]
