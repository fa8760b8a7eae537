import Engine
import Testing

struct GraphIssueTests {
    static let sentences: [(GraphIssue, String)] = [
        (
            GraphIssue(.noOutputNode),
            "graph: no node saves or shows anything. Add one that does, such as SaveImage."
        ),
        (
            GraphIssue(.unknownNodeType(nearest: "KSampler"), at: "3", "Ksampler"),
            "node 3 (Ksampler): no node type has this name. Did you mean 'KSampler'?"
        ),
        (
            GraphIssue(.refused("'x' leads out of the folder. Use a name."), at: "9", "SaveImage"),
            "node 9 (SaveImage): 'x' leads out of the folder. Use a name."
        ),
        (
            GraphIssue(.unknownNodeType(nearest: nil), at: "3", "Zzz"),
            "node 3 (Zzz): no node type has this name. Run 'darkroom nodes' to list the known types."
        ),
        (
            GraphIssue(.cycle(["1", "2", "1"]), at: "1", "Mix"),
            "node 1 (Mix): the graph loops: 1 → 2 → 1. Remove one of these links."
        ),
        (
            GraphIssue(.cycle((0...99).map { NodeID("\($0)") } + ["0"]), at: "0", "Mix"),
            "node 0 (Mix): the graph loops: 0 → 1 → 2 → 3 → 4 → 5 → (90 more) → 96 → 97 → 98 → 99 → 0. "
                + "Remove one of these links."
        ),
        (
            GraphIssue(.missingInput(type: "MODEL", example: nil), at: "3", "KSampler", input: "model"),
            "node 3 (KSampler), input 'model': nothing is connected. Connect an output of type MODEL."
        ),
        (
            GraphIssue(.missingInput(type: "INT", example: "512"), at: "5", "EmptyLatentImage", input: "width"),
            "node 5 (EmptyLatentImage), input 'width': no value is given. Give an INT, such as 512."
        ),
        (
            GraphIssue(.malformedLink(found: #"["4"]"#), at: "3", "KSampler", input: "model"),
            #"node 3 (KSampler), input 'model': ["4"] is no link. Write a link as ["node id", slot], such as ["4", 0]."#
        ),
        (
            GraphIssue(.danglingLink(to: "Show", nearest: "6"), at: "3", "KSampler", input: "positive"),
            "node 3 (KSampler), input 'positive': links to node Show, which is not in the graph. Did you mean node 6?"
        ),
        (
            GraphIssue(.danglingLink(to: "99"), at: "3", "KSampler", input: "model"),
            "node 3 (KSampler), input 'model': links to node 99, which is not in the graph. "
                + "Connect it to a node that is there."
        ),
        (
            GraphIssue(.badSlot(3, of: "4", outputs: ["MODEL", "CLIP", "VAE"]), at: "3", "KSampler", input: "model"),
            "node 3 (KSampler), input 'model': links to output 3 of node 4, which has 3 outputs. "
                + "Use 0 for MODEL, 1 for CLIP, 2 for VAE."
        ),
        (
            GraphIssue(.badSlot(0, of: "9", outputs: []), at: "3", "KSampler", input: "model"),
            "node 3 (KSampler), input 'model': links to output 0 of node 9, which has no outputs. Connect another node."
        ),
        (
            GraphIssue(
                .mismatchedLink(wants: "MODEL", from: "6", gives: "CONDITIONING"), at: "3", "KSampler", input: "model"),
            "node 3 (KSampler), input 'model': takes MODEL, but node 6 gives CONDITIONING. "
                + "Connect an output of type MODEL."
        ),
        (
            GraphIssue(.linkedFile, at: "4", "CheckpointLoaderSimple", input: "ckpt_name"),
            "node 4 (CheckpointLoaderSimple), input 'ckpt_name': names a file, but is linked. Write the file's name here."
        ),
        (
            GraphIssue(.literalForLink(found: "'tiny'", wants: "MODEL"), at: "3", "KSampler", input: "model"),
            "node 3 (KSampler), input 'model': takes MODEL from a link, but 'tiny' is written here. "
                + "Connect an output of type MODEL."
        ),
        (
            GraphIssue(.unconvertible(found: "'wide'", to: "INT"), at: "5", "EmptyLatentImage", input: "width"),
            "node 5 (EmptyLatentImage), input 'width': 'wide' cannot be read as INT. Give an INT."
        ),
        (
            GraphIssue(.outOfRange(found: "8", allowed: "16 to 16384"), at: "5", "EmptyLatentImage", input: "width"),
            "node 5 (EmptyLatentImage), input 'width': 8 is out of range. Use 16 to 16384."
        ),
        (
            GraphIssue(
                .notInList(found: "'eular'", nearest: "euler", list: ["euler", "heun"]), at: "3", "KSampler",
                input: "sampler_name"),
            "node 3 (KSampler), input 'sampler_name': 'eular' is not one of the choices. Did you mean 'euler'?"
        ),
        (
            GraphIssue(
                .notInList(found: "3", nearest: nil, list: ["euler", "heun"]), at: "3", "KSampler",
                input: "sampler_name"),
            "node 3 (KSampler), input 'sampler_name': 3 is not one of the choices. Use one of euler, heun."
        ),
        (
            GraphIssue(
                .notInList(found: "3", nearest: nil, list: (1...44).map { "s\($0)" }), at: "3", "KSampler",
                input: "sampler_name"),
            "node 3 (KSampler), input 'sampler_name': 3 is not one of the choices. "
                + "Use one of s1, s2, s3, s4, s5, s6, s7, s8, … (44 in all)."
        ),
        (
            GraphIssue(
                .noFile(.leavesFolder(name: "../x", source: .models("checkpoints")), nearest: nil), at: "4", "Loader",
                input: "ckpt_name"),
            "node 4 (Loader), input 'ckpt_name': '../x' is no name of a file inside models/checkpoints. "
                + "Give a path relative to that folder."
        ),
        (
            GraphIssue(
                .noFile(.missing(name: "tiny", source: .models("vae")), nearest: "tiny.safetensors"), at: "4", "Loader",
                input: "vae_name"),
            "node 4 (Loader), input 'vae_name': there is no file 'tiny' in models/vae. Did you mean 'tiny.safetensors'?"
        ),
        (
            GraphIssue(
                .noFile(.missing(name: "a.png", source: .input), nearest: nil), at: "4", "LoadImage", input: "image"),
            "node 4 (LoadImage), input 'image': there is no file 'a.png' in the input folder. "
                + "Put it into the input folder, or name a file that is there."
        ),
        (
            GraphIssue(
                .noFile(.notAFile(name: "sub", source: .input), nearest: nil), at: "4", "LoadImage", input: "image"),
            "node 4 (LoadImage), input 'image': 'sub' in the input folder is no regular file. Name a file."
        ),
        (
            GraphIssue(
                .givesNothing(from: NodeName(id: "4", type: "Loader"), output: "VAE"), at: "8", "VAEDecode",
                input: "vae"),
            "node 8 (VAEDecode), input 'vae': node 4 (Loader) gives no VAE here. Connect another node that gives VAE."
        ),
        (
            GraphIssue(
                .unknownNodeType(nearest: nil), at: "3\n4", "\u{1B}[31mX\u{202E}" + String(repeating: "N", count: 999)),
            #"node 3\u{a}4 (\u{1b}[31mX\u{202e}"# + String(repeating: "N", count: 73)
                + "…): no node type has this name. Run 'darkroom nodes' to list the known types."
        ),
    ]

    @Test(arguments: sentences) func `an issue tells place, fact and remedy`(issue: GraphIssue, sentence: String) {
        #expect(issue.description == sentence)
    }

    @Test func `nodes of one unknown type share a sentence`() {
        let unknown = ["1", "2", "3"].map { GraphIssue(.unknownNodeType(nearest: nil), at: NodeID($0), "Zzz") }
        let other = GraphIssue(.unknownNodeType(nearest: "Mix"), at: "4", "Mixx")
        #expect(
            GraphIssues(issues: [unknown[0], other, unknown[1], unknown[2]]).lines == [
                "node 1 (Zzz) and 2 more nodes: no node type has this name. Run 'darkroom nodes' to list the known types.",
                "node 4 (Mixx): no node type has this name. Did you mean 'Mix'?",
            ])
    }

    @Test func `very many issues are cut short`() {
        let issues = (0..<1000).map { GraphIssue(.cycle([]), at: NodeID("\($0)"), "Mix") }
        let lines = GraphIssues(issues: issues).lines
        #expect(lines.count == 101 && lines.last == "… and 900 more issues.")
    }
}
