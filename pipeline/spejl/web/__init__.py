"""The trainers' page: feedback on a conversation, in one's own language, on one's own machine."""
