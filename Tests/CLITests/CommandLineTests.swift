import ArgumentParser
import Engine
import Kernels
import Testing

@testable import CLI

struct CommandLineTests {
    @Test func `run takes changes, folders and threads`() throws {
        let command = try #require(
            try Darkroom.parseAsRoot([
                "run", "a.json", "--set", "3.seed=42", "--set", "6.text=a = b", "--models", "x", "--models", "y/",
                "--threads", "2", "--precision", "int8", "--no-cache", "--quiet",
            ]) as? Run)
        #expect(command.source.overrides.map(\.target) == ["3.seed", "6.text"])
        #expect(command.source.overrides.map(\.value) == ["42", "a = b"])
        #expect(command.folderOptions.folders.models.prefix(2) == ["x", "y"])
        #expect(command.withThreads.threads == 2)
        #expect(command.withPrecision.precision == .int8)
        #expect(command.withPrecision.variant?.name == "int8")
        #expect(command.quiet && command.cacheOptions.isOff)
    }

    @Test func `exact results have the keys that they always had`() throws {
        for arguments in [["run", "a.json"], ["run", "a.json", "--precision", "float32"]] {
            let command = try #require(try Darkroom.parseAsRoot(arguments) as? Run)
            #expect(command.withPrecision.variant == nil)
        }
    }

    static let mistakes: [([String], String)] = [
        (["run"], "Missing expected argument '<graph>'"),
        (["run", "a.json", "--set", "foo"], "'foo' is not an override. Write NODE.INPUT=VALUE, such as 3.seed=42."),
        (["run", "a.json", "--threads", "0"], "'--threads 0' is out of range. Use 1...1024."),
        (
            ["run", "a.json", "--preview", "now.jpg"],
            "'--preview now.jpg' is no PNG file. Give it a name that ends in .png."
        ),
        (
            ["run", "a.json", "--precision", "int4"],
            "The value 'int4' is invalid for '--precision <type>'. Please provide one of 'float32', 'bfloat16' or 'int8'."
        ),
        (["develop"], "Unexpected argument 'develop'"),
    ]

    @Test(arguments: mistakes)
    func `a mistake is told with its remedy`(arguments: [String], sentence: String) {
        #expect {
            _ = try Darkroom.parseAsRoot(arguments)
        } throws: { error in
            Darkroom.fullMessage(for: error).contains(sentence)
                && Darkroom.exitCode(for: error) == .validationFailure
        }
    }
}
