import ArgumentParser
import Batch
import Engine
import Testing

@testable import CLI

struct BatchCommandTests {
    @Test func `batch takes axes, a table, names, a shard and how many at once`() throws {
        let command = try #require(
            try Darkroom.parseAsRoot([
                "batch", "a.json", "--over", "3.seed=1..4", "--over", "6.text=a|b", "--zip", "--name", "{index:03}",
                "--shard", "2/8", "--jobs", "3", "--keep-going", "--contact-sheet", "--memory", "2G", "--set",
                "3.steps=5", "--output", "out/",
            ]) as? BatchCommand)
        #expect(command.jobOptions.axes == ["3.seed=1..4", "6.text=a|b"])
        #expect(command.jobOptions.zips && command.keepsGoing && command.withContactSheet)
        #expect(command.shard == "2/8" && command.jobs == 3)
        #expect(command.memoryOption.limit == 2 << 30)
        #expect(command.folderOptions.folders.output == "out")
    }

    static let mistakes: [([String], String)] = [
        (["--jobs", "0"], "'--jobs 0' is out of range. Use 1...256."),
        (["--memory", "lots"], "lots"),
    ]

    @Test(arguments: mistakes)
    func `a mistake is told with its remedy`(arguments: [String], sentence: String) {
        #expect {
            _ = try Darkroom.parseAsRoot(["batch", "a.json"] + arguments)
        } throws: { error in
            Darkroom.fullMessage(for: error).contains(sentence)
                && Darkroom.exitCode(for: error) == .validationFailure
        }
    }

    @Test func `what is wrong with the command is wrong usage`() {
        #expect(ExitStatus(of: AxisError.nothingVaries) == .usage)
        #expect(ExitStatus(of: NameTemplateError.empty) == .usage)
        #expect(ExitStatus(of: BatchFolderError.inUse(folder: "out", shard: nil)) == .usage)
    }
}
