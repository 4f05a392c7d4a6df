share-title = Сделать из этого урок
share-lead = Лаборатория передаётся такой, как настроена сейчас. Выберите, что из неё увидят учащиеся и что смогут менять; остальное останется, как у вас. Замок нужен для урока, от упорного читателя он не защищает.
share-close = Закрыть
share-see = Учащиеся видят
share-change = Учащиеся могут пользоваться
share-buttons = Кнопки
share-settings = Настройки
share-all = Всё
share-none = Ничего
share-all-of = { $what }: всё
share-none-of = { $what }: ничего
share-look = Как открывается
share-lang = Язык
share-lang-own = Язык читателя
share-lang-en = English
share-lang-ru = Русский
share-theme = Тема
share-theme-own = Как у читателя
share-theme-light = Светлая
share-theme-dark = Тёмная
share-kind = Передать как
share-kind-link = Ссылка
share-kind-frame = Рамка (iframe)
share-kind-element = Элемент
share-hint-link = Открывается в браузере: из письма, чата, слайда.
share-hint-frame = Для Moodle, Canvas и любой страницы, куда можно вставить iframe.
share-hint-element = Для собственных страниц: один скрипт и один тег; высота следует за содержимым.
share-width = Ширина
share-width-full = Вся доступная
share-width-pixels = { $pixels } пикс.
share-height = Высота, пикс.
share-code = Что копируется
share-copy = Скопировать
share-copied = Скопировано.
share-select = Браузер не даёт странице копировать. Текст выделен: нажмите Ctrl+C или ⌘C.
share-try = Открыть, как увидят учащиеся
share-preview-panels =
    { $total ->
        [one] Учащиеся видят { $shown } из { $total } панели
       *[other] Учащиеся видят { $shown } из { $total } панелей
    }
share-preview-free =
    { $free ->
        [0] и не могут пользоваться ничем.
        [one] и могут пользоваться { $free } элементом управления: { $names }.
       *[other] и могут пользоваться { $free } элементами управления: { $names }.
    }
share-preview-more = { $names } и ещё { $more }
share-preview-language-own = Язык — читателя.
share-preview-language-en = Язык — английский.
share-preview-language-ru = Язык — русский.
share-size = { $bytes } из 2000 байт
share-without = Слишком длинно для ссылки и опущено: { $fields }.
share-own-data = Ваши собственные данные не передаются: учащиеся начнут с поставляемых.
share-button-presets = Опыты, меняющие многие настройки
share-button-own = Собственные данные
panel-toolbar = Кнопки и счётчики
panel-settings = Настройки
panel-cell = Один шаг ячейки в числах
panel-gates = Каждый фильтр на каждом символе
panel-weights = Где находятся веса
panel-presets = Опыты для начала
panel-parts = Выбор части
panel-net = Развёрнутая сеть
panel-matrices = Множитель и произведение
panel-terms = Слагаемые и их сумма
panel-products = Произведения всех сетей
panel-examples = Предложения контрольной части
panel-imagenet = Тысяча классов: ошибки победителей
