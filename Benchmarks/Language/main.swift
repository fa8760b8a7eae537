import JSON

// Loading, reading and writing of one language model: LanguageBenchmarks MODEL.gguf [PROMPT_TOKENS DECODED_TOKENS ROUNDS]
let arguments = CommandLine.arguments.dropFirst()
let numbers = arguments.dropFirst().compactMap { Int($0) }
let work = LanguageWork(
    prompt: numbers.first ?? 512, decoded: numbers.dropFirst().first ?? 64, rounds: numbers.dropFirst(2).first ?? 3)
if let path = arguments.first {
    print(try work.run(path).serialized())
} else {
    print("Give a .gguf file.")
}
