"""Agents ask and act over the Model Context Protocol, each as one person, through the same door as people."""
