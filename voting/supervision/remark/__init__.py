"""What residents say about a project (群众反映). In: a liaison station's short text. Out: a finding, or a reason. Acts: stations, staff, groups."""
