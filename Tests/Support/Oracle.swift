/// Textbook implementations in `Double`: slow, short, and obviously right.
public enum Oracle {}
