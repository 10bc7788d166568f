"""Systems in and out: sources are pulled on a schedule and feed what file imports feed."""
