"""One renderer a file: `render(posture) -> str`."""
