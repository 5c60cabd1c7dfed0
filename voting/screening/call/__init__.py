"""The call for suggestions (征集). In: period, scope, channels. Out: an open call. Acts: staff. 《忻州市民生实事项目人大代表票决制规定》 (2023)."""
