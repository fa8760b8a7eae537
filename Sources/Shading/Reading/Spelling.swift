/// Which name somebody may have meant.
enum Spelling {
    /// One that is at most two letters off, or differs in capitals only.
    static func nearest(to name: String, among names: [String]) -> String? {
        let lowered = name.lowercased()
        var best: (name: String, distance: Int)?
        for candidate in names.sorted() where abs(candidate.count - name.count) <= 2 {
            let distance = candidate.lowercased() == lowered ? 0 : distance(Array(name), Array(candidate))
            if distance <= min(2, name.count / 3), distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Letters to change, put in or take out.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = letter == other ? diagonal : min(diagonal, above, row[j]) + 1
                diagonal = above
            }
        }
        return row[b.count]
    }
}
