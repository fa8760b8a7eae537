import Engine
import Testing

@testable import Nodes

struct TextNodesTests {
    @Test(arguments: [(0, 3, "hél"), (-3, -1, "lo"), (2, 99, "llo!"), (4, 1, "")])
    func `pieces are counted from either end`(start: Int, end: Int, piece: String) throws {
        try withFolders { folders in
            let node = StringSubstring()
            (node.string, node.start, node.end) = ("héllo!", start, end)
            node.run(RunContext(folders: folders))
            #expect(node.piece == piece)
        }
    }

    @Test(arguments: [
        (LetterCase.upper, "THEY'RE 2ND"), (.lower, "they're 2nd"), (.sentence, "They're 2nd"), (.title, "They'Re 2Nd"),
    ])
    func `letters are written as Python writes them`(mode: LetterCase, wanted: String) throws {
        try withFolders { folders in
            let node = CaseConverter()
            (node.string, node.mode) = ("they're 2ND", mode)
            node.run(RunContext(folders: folders))
            #expect(node.changed == wanted)
        }
    }

    @Test(arguments: [
        (RegexResult.first, "a1"), (.all, "a\nb"), (.group, "1"), (.groups, "1\n22"),
    ])
    func `matches and their groups are taken out`(mode: RegexResult, wanted: String) throws {
        try withFolders { folders in
            let node = RegexExtract()
            (node.string, node.regexPattern, node.mode) = ("a1 b22", "([a-z])(\\d+)", mode)
            node.groupIndex = 2
            try node.run(RunContext(folders: folders))
            #expect(node.found == wanted)
        }
    }

    @Test func `a replacement may name groups`() throws {
        let pattern = try Pattern("(\\w+)@(\\w+)", ignoresCase: true, linesEndAnchors: false, dotMatchesNewline: false)
        #expect(try pattern.replacing(in: "a@b c@d", with: "\\2 at \\g<1>", limit: .max) == "b at a d at c")
        #expect(try pattern.replacing(in: "a@b c@d", with: "x", limit: 1) == "x c@d")
    }

}
