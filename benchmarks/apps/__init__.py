"""The apps that are compared; each is a whole process."""
