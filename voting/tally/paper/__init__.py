"""Paper beside tablets: places, two tellers' sheets, consent to a small channel. In: papers. Out: an agreed count. Acts: tellers, scrutineers. 《选举法》 art. 42."""
