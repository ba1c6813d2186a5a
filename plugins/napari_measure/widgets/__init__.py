"""What is seen of the plugin: the only files that import Qt."""
