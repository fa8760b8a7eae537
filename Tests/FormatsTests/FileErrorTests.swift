import Formats
import Foundation
import Testing

struct FileErrorTests {
    @Test(
        arguments: [
            (.missing, "there is no such file. Check the name, or put the file there."),
            (.noPermission, "this user may not open it. Change the permissions of the file or of a folder above it."),
            (.folder, "this is a folder. Name a file in it."),
            (.notRegular(kind: "a pipe"), "this is a pipe, not a file. Name a regular file."),
            (.diskFull, "the disk is full. Free some space; nothing was left half-written."),
            (.tooManyOpenFiles, "too many files are open. Raise the limit (ulimit -n)."),
            (.tooLarge(bytes: 9, limit: 8), "9 bytes, which is over the limit of 8. Use a smaller file."),
            (
                .failed(operation: "read", code: 5),
                "could not read it (system error 5). Check the disk and the file system."
            ),
        ] as [(FileError.Problem, String)])
    func `each problem has a sentence`(problem: FileError.Problem, sentence: String) {
        #expect("\(FileError("m/x", problem))" == "m/x: \(sentence)")
    }

    @Test func `a name cannot forge a line of a log or move a cursor`() {
        #expect("\(FileError("a\n\u{1b}[2J", .missing))".hasPrefix("a\\u{a}\\u{1b}[2J: "))
    }

    @Test func `what is no regular file is refused without being read`() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder / "pipe", 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: folder / "dangling", withDestinationPath: folder / "none")
        let cases: [(String, FileError.Problem)] = [
            (folder / "pipe", .notRegular(kind: "a pipe")), ("/dev/zero", .notRegular(kind: "a device")),
            (folder.path, .folder), (folder / "none", .missing), (folder / "dangling", .missing),
        ]
        for (path, problem) in cases {
            let weights = #expect(throws: FileError.self) { try SafetensorsFile(path: path) }
            #expect(weights?.problem == problem)
            let picture = #expect(throws: FileError.self) { try Picture(path: path) }
            #expect(picture?.problem == problem)
        }
    }
}
