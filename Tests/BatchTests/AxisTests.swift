import Foundation
import Testing

@testable import Batch

struct AxisTests {
    static let values: [(String, [String])] = [
        ("3.seed=1..4", ["1", "2", "3", "4"]),
        ("3.seed=7..7", ["7"]),
        ("3.seed=10..1:4", ["10", "6", "2"]),
        ("3.steps=0..10:5", ["0", "5", "10"]),
        ("3.cfg=0.1..0.5:0.1", ["0.1", "0.2", "0.3", "0.4", "0.5"]),
        ("3.cfg=-0.5..0.5:0.5", ["-0.5", "0.0", "0.5"]),
        ("3.sampler_name=euler|heun|dpm_2", ["euler", "heun", "dpm_2"]),
        ("3.seed=1..3|10|20..22", ["1", "2", "3", "10", "20", "21", "22"]),
        ("6.text=a cat, a..z", ["a cat, a..z"]),
        ("6.text=this\\|that|\\@home|c:\\d", ["this|that", "@home", "c:\\d"]),
        ("6.text=1..2 houses", ["1..2 houses"]),
        ("6.text=", [""]),
        ("6.text=a=b|", ["a=b", ""]),
    ]

    @Test(arguments: values)
    func `ranges, lists and plain text are told apart`(text: String, values: [String]) throws {
        #expect(try Axis(text).values == values)
    }

    @Test func `an axis may be the lines of a file`() throws {
        let path = NSTemporaryDirectory() + "prompts-\(UUID().uuidString).txt"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "\u{FEFF}a house|b\r\n\n  \n@dusk\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try Axis("6.text=@\(path)") == Axis(target: "6.text", values: ["a house|b", "@dusk"]))
    }

    static let faults: [(String, String)] = [
        (
            "=3",
            "'=3' varies nothing. Write NODE.INPUT=VALUES, such as 3.seed=1..100, 4.cfg=5|7.5 or 6.text=@prompts.txt."
        ),
        (
            "3.seed=1..9:0",
            "3.seed: the range '1..9:0' never gets on. Use a step above 0; to count down, write the larger number first."
        ),
        (
            "3.seed=1..9000000000000000000",
            "3.seed: the range '1..9000000000000000000' has too many values. Use at most 1000000."
        ),
        (
            "3.x=-9000000000000000000..9000000000000000000",
            "3.x: the range '-9000000000000000000..9000000000000000000' has too many values. Use at most 1000000."
        ),
        (
            "3.x=1..9000000000000000000:0.001",
            "3.x: the range '1..9000000000000000000:0.001' has too many values. Use at most 1000000."
        ),
        ("6.text=@/nowhere", "/nowhere: there is no such file. Check the name, or put the file there."),
    ]

    @Test(arguments: faults)
    func `what cannot be varied is told`(text: String, sentence: String) {
        do {
            _ = try Axis(text)
            Issue.record("it was read")
        } catch {
            #expect("\(error)" == sentence)
        }
    }
}
