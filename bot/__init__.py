"""How do people and operators talk to the library?"""
