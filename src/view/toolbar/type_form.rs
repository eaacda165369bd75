//! The form for type and colour: a group of radio buttons for each setting, and a reset button.
//!
//! Without scripts, the style sheet reads the radio buttons (`:has()`), and a choice lasts until the reader leaves the page.
//! With scripts, `toolbar.js` applies the choices and saves them. The form has the method `dialog`, so that the Enter key
//! doesn't send it.

use yew::{Html, html};

use super::label::Label;
use super::labelled;
use super::setting::Setting;
use sidelight_i18n::Messages;

/// The id of the form. `toolbar.js` uses it too.
const FORM: &str = "type-form";

/// Selector of the radio buttons for the size. Their names have a number, so the program sets them separately.
pub const SIZES: &str = ".sizes input";

/// Renders the form, and the choice of the interface language, which needs the program.
pub(super) fn type_form(messages: Messages) -> Html {
    html! {
        <>
            <form class="settings" id={FORM} method="dialog" autocomplete="off">
                { for Setting::ALL.map(|setting| setting_group(setting, messages)) }
                <p class="settings-said" role="status"><span hidden=true data-message={Label::NotKept.number()}>{ Label::NotKept.text(messages) }</span></p>
                <button type="reset" class="chrome-button" id="type-reset" data-message={Label::Reset.number()}>
                    { Label::Reset.text(messages) }
                </button>
            </form>
            <fieldset class="setting needs-running" id="type-ui">
                { legend(Label::ToolsLanguage, messages) }
                { for Messages::all().map(|language| {
                    let tag = language.tag();
                    html! {
                        <label class="choice" lang={tag}>
                            <input type="radio" name="ui" value={tag} checked={language == messages} />
                            <span>{ language.name() }</span>
                        </label>
                    }
                }) }
            </fieldset>
        </>
    }
}

fn legend(label: Label, messages: Messages) -> Html {
    html! { <legend data-message={label.number()}>{ label.text(messages) }</legend> }
}

fn setting_group(setting: Setting, messages: Messages) -> Html {
    let default = setting.default_place();
    let choices = setting.choices();
    let all = choices.len().to_string();
    html! {
        <fieldset class={if setting == Setting::Size { "setting sizes" } else { "setting" }}>
            { legend(label(setting), messages) }
            { for choices.iter().enumerate().map(|(place, choice)| {
                let name = (setting == Setting::Size).then(|| messages.step_of(choice, &all));
                let shown = if name.is_some() {
                    html! { <span aria-hidden="true">{ "A" }</span> }
                } else {
                    labelled(choice_label(setting, choice), messages)
                };
                html! {
                    <label class="choice">
                        <input
                            type="radio"
                            id={[setting.name(), "-", choice].concat()}
                            name={setting.name()}
                            value={*choice}
                            checked={place == default}
                            aria-label={name}
                        />
                        { shown }
                    </label>
                }
            }) }
        </fieldset>
    }
}

fn label(setting: Setting) -> Label {
    match setting {
        Setting::Theme => Label::Theme,
        Setting::Face => Label::Face,
        Setting::Size => Label::Size,
        Setting::Width => Label::LineLength,
        Setting::Leading => Label::LineDistance,
        Setting::Spacing => Label::LetterDistance,
        Setting::Align => Label::LineEnds,
    }
}

fn choice_label(setting: Setting, choice: &str) -> Label {
    match (setting, choice) {
        (_, "auto") => Label::AsSystem,
        (_, "light") => Label::Light,
        (_, "sepia") => Label::Sepia,
        (_, "dark") => Label::Dark,
        (_, "contrast") => Label::HighContrast,
        (_, "serif") => Label::Serif,
        (_, "sans") => Label::Sans,
        (_, "legible") => Label::Legible,
        (_, "narrow") => Label::ShortLines,
        (Setting::Width, "wide") => Label::LongLines,
        (_, "full") => Label::FullLines,
        (_, "tight") => Label::Tight,
        (_, "loose") => Label::Loose,
        (_, "double") => Label::VeryLoose,
        (_, "wide") => Label::Wide,
        (_, "wider") => Label::VeryWide,
        (_, "start") => Label::Ragged,
        (_, "justify") => Label::Justified,
        _ => Label::Normal,
    }
}
