"""Uploads: pictures on their way into a form, kept until the form's deed takes them."""
