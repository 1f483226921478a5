"""What is shown, as a file that the reader keeps."""
