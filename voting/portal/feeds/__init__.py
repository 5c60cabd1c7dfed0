"""What a place publishes, for readers that come again by themselves. In: what each stage shows. Out: Atom, iCalendar. Acts: nobody."""
