"""Documents before a ballot: method, candidates, scrutineers, papers, badges. Facts only; core.typeset sets them."""
