import Engine

/// Makes one text of many: groups of them are put into one, and what comes of it again, until one is left.
///
/// It runs as nodes of its own, one round after the other, whose results are kept like any other's.
struct TextReduce: ChecksInputs {
    static let displayName = "Reduce Texts"
    static let category = "text"
    static let summary =
        "Let a language model make one text of a list: group by group, and again of what comes out, until one is left."

    @Input("The language model.") var clip: Writer
    @Input("The texts.") var texts: [String]
    @Input("What is asked of each group; {text} stands for its texts.", multiline: true) var prompt =
        "Put these into one summary:\n\n{text}"
    @Input("Texts in a group; a group must fit what the model can look at.", in: 2...1000) var groupSize = 4
    @Input("Tokens to write at most, for each group.", in: 1...32_768) var maxLength = 256
    @Input("Over 1 makes the choice freer, under 1 surer; 0 always takes the likeliest.", in: 0...2) var temperature =
        0.0
    @Input("The same seed writes the same texts.", in: 0...UInt64.max, isSeed: true) var seed: UInt64 = 0
    @Input("Whether the prompt is put as the model's chat template says.", optional: true) var useDefaultTemplate = true
    @Input("What stands between the texts of a group.", multiline: true, optional: true) var separator = "\n\n"

    @Output("text") var text: String

    func check(in folders: Folders) throws {
        if let prompt = $prompt.literal, !prompt.contains("{text}") {
            throw LanguageNodeError.noField("text", template: "prompt")
        }
    }

    func run(_ context: RunContext) throws {
        guard texts.count > 1 else {
            guard let only = texts.first else { throw LanguageNodeError.noTexts }
            text = only
            return
        }
        var round = Subgraph()
        let groups = round.add(
            "TextGroups",
            ["texts": .from($texts), "group_size": .from($groupSize), "separator": .from($separator)])
        let answers = round.add(
            "TextMap",
            [
                "clip": .from($clip), "texts": .link(groups[0]), "prompt": .from($prompt),
                "max_length": .from($maxLength), "temperature": .from($temperature), "seed": .from($seed),
                "use_default_template": .from($useDefaultTemplate),
            ])
        let rest = round.add(
            "TextReduce",
            [
                "clip": .from($clip), "texts": .link(answers[0]), "prompt": .from($prompt),
                "group_size": .from($groupSize), "max_length": .from($maxLength), "temperature": .from($temperature),
                "seed": .from($seed), "use_default_template": .from($useDefaultTemplate),
                "separator": .from($separator),
            ])
        $text.link(to: rest[0])
        context.expand(into: round)
    }
}
