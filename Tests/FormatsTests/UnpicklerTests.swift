import Testing

@testable import Formats

struct UnpicklerTests {
    @Test(arguments: [
        ("os", "system"), ("posix", "system"), ("builtins", "eval"), ("__builtin__", "eval"), ("builtins", "getattr"),
        ("runpy", "_run_code"), ("torch.serialization", "load"), ("torch", "_utils.os.system"), ("_codecs", "decode"),
    ])
    func `nothing can be called, by whichever operation it is named`(module: String, name: String) {
        let call = Array("(".utf8) + text("true") + Array("tR.".utf8)
        expect([0x80, 2] + global(module, name) + call, .forbiddenName("\(module).\(name)"))
        expect([0x80, 4] + text(module) + text(name) + [0x93] + call, .forbiddenName("\(module).\(name)"))
        expect([0x80, 2] + global(module, name) + Array(")".utf8) + [0x81], .forbiddenName("\(module).\(name)"))
    }

    /// INST, OBJ, NEWOBJ_EX, extensions, buffers, textual persistent ids, and what is no operation at all.
    @Test(arguments: [0x69, 0x6f, 0x92, 0x82, 0x83, 0x84, 0x97, 0x98, 0x50, 0xff] as [UInt8])
    func `operations that weights do not need are refused`(operation: UInt8) {
        expect([0x80, 2, operation] + Array("os\nsystem\n.".utf8), .forbiddenOperation(operation))
    }

    @Test(
        arguments: [
            (Array("}".utf8), "it ends too early"), ([], "it ends too early"), (Array(".".utf8), "its stack is empty"),
            ([0x87], "its stack is empty"), (Array("}s.".utf8), "its stack is empty"),
            (Array("Nt.".utf8), "a mark is missing"),
            (Array("h\u{7}.".utf8), "a value that was not stored"), (Array("q\u{0}.".utf8), "its stack is empty"),
            ([0x58, 0xff, 0xff, 0xff, 0x7f, 0x61], "it ends too early"),
            ([0x58, 1, 0, 0, 0, 0xff], "a text that is not UTF-8"),
            ([0x80, 9], "an unknown version"), (Array("cos".utf8), "it ends too early"),
            (Array("}Na.".utf8), "an element for something that is no list"),
            (Array("]NNs.".utf8), "an entry for something that is no dictionary"),
            (Array("}}b.".utf8), "attributes for something that has none"),
            (Array("N)R.".utf8), "a call of something that is no name"),
            (global("torch", "FloatStorage") + Array(")R.".utf8), "a call of a type"),
            (global("collections", "OrderedDict") + Array("NR.".utf8), "a call without a tuple of arguments"),
            (Array("NQ.".utf8), "a storage that is not described as PyTorch does"),
        ] as [([UInt8], String)])
    func `a program that goes wrong is refused`(code: [UInt8], fact: String) {
        expect(code, .pickle(fact))
    }

    @Test func `deep and self-containing values are no danger`() throws {
        let depth = 1_000_000
        var tuples = Unpickler(Array(")".utf8) + [UInt8](repeating: 0x85, count: depth) + Array(".".utf8))
        _ = try tuples.run()
        var lists = Unpickler(
            [UInt8](repeating: 0x5d, count: depth) + [UInt8](repeating: 0x61, count: depth - 1) + [0x2e])
        _ = try lists.run()
        var itself = Unpickler(Array("]q\0h\0a.".utf8))
        let list = try itself.run()
        #expect("\(list)" == "list(0)")
    }

    private func expect(_ code: [UInt8], _ problem: CheckpointError.Problem) {
        let error = #expect(throws: CheckpointError.Problem.self) {
            var unpickler = Unpickler(code)
            _ = try unpickler.run()
        }
        #expect(error == problem)
    }
}
