"""What one administrator does who is no programmer: people, roles, posts, lists in and out. Reads, writes and forms."""
