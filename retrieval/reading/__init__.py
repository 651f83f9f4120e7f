"""How does a file become an article?"""
