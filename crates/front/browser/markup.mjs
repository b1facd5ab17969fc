// HTML that is valid, by html-validate.

import { HtmlValidate } from 'html-validate'

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // Written by a program: these are matters of taste.
    'doctype-style': 'off',
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    // A region that scrolls sideways is a landmark with the name of its table.
    'prefer-native-element': 'off',
    // A native button needs no role, the search form says what it is, and a table shown as a list stays a table.
    'no-redundant-role': 'off',
    // Everything comes from the host of the page itself.
    'require-sri': 'off'
  }
})

export async function htmlProblems(html) {
  const { results } = await validator.validateString(html)
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `html: ${ruleId}: ${message} (line ${line})`))
}
