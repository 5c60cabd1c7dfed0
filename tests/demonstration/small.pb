META
key;value
description;Seven invented wishes of an invented town
country;Nowhere
unit;Invented Town
instance;2026
num_projects;7
num_votes;20
budget;100
vote_type;approval
rule;greedy
date_begin;01.09.2026
date_end;10.09.2026
min_length;1
max_length;3
language;en
PROJECTS
project_id;cost;votes;name;category
P1;10;12;"Lamps on the path; along the brook";light
P2;20;9;A roof over the market;building
P3;5;7;Benches at the clinic;rest
P4;30;4;A footbridge;roads
P5;15;3;Washbasins in the school;school
P6;8;2;A notice board;light
P7;12;0;A fountain;rest
VOTES
voter_id;vote;voting_method
1;P1,P2;paper
2;P1,P2,P3;paper
3;P1;internet
4;P2,P3;internet
5;P1,P4;internet
6;P1,P2;internet
7;P3;internet
8;P1,P5;internet
9;P2,P1,P3;internet
10;P4,P3;internet
11;P1,P2;paper
12;P6;paper
13;P1,P3;paper
14;P2,P5;paper
15;P4;internet
16;P1,P2;internet
17;P5,P3,P1;internet
18;P6,P4;internet
19;P2;internet
20;P1;internet
