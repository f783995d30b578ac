class BackupError(Exception):
    """What is wrong, in words for whoever runs the command."""
