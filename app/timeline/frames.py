"""Frames: the one format a timeline is streamed, stored and read in (`docs/format.md`)."""

from app.timeline.decoding import MalformedLine, decode
from app.timeline.encoding import encode_end, encode_frame, encode_header
from app.timeline.lines import VERSION, End, Frame, Header
from app.timeline.reading import read_timeline

__all__ = [
    "VERSION",
    "End",
    "Frame",
    "Header",
    "MalformedLine",
    "decode",
    "encode_end",
    "encode_frame",
    "encode_header",
    "read_timeline",
]
