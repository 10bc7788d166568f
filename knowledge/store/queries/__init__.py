"""All reading of the customer store, one module a subject; every function asks ``Book`` what may be seen."""
