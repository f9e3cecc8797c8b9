"""What shows that work was done or a figure is right: files, official documents, links."""
