/// The numbers of a table that is written as a literal: 18 bits as three characters from '0' to 'o', line ends apart.
///
/// A literal lies in the program itself and compiles at once; an array literal of this size takes the compiler a minute.
struct PackedTable: Sequence, IteratorProtocol {
    private var characters: Substring.UTF8View.Iterator

    init(_ literal: String) { characters = literal[...].utf8.makeIterator() }

    mutating func next() -> UInt32? {
        guard let first = digit() else { return nil }
        guard let second = digit(), let third = digit() else {
            preconditionFailure("a packed table ends within a number")
        }
        return first << 12 | second << 6 | third
    }

    private mutating func digit() -> UInt32? {
        while let character = characters.next() {
            if character != UInt8(ascii: "\n") { return UInt32(character - UInt8(ascii: "0")) }
        }
        return nil
    }
}
