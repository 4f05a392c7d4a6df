# ImageNet's top-5 error by year in English, loaded with its chart. The same keys as imagenet.ru.ftl (checked by locales/check.mjs).

imagenet-title = ImageNet: top-5 error by year
imagenet-lead = 1,000 classes, 100,000 test images and more; an answer counts as wrong when none of five guesses names the class. In 2012 a net that learned its own features won by far, and no winner since has made features by hand.
imagenet-label = Top-5 error of the winners of ImageNet’s classification contest, 2010 to 2017: from 28.2 % with hand-made features to 2.25 % with learned ones; one trained person 5.1 %
imagenet-axis = Top-5 error, %
imagenet-hand-made = hand-made features
imagenet-learned = learned features (a deep CNN)
imagenet-human = one trained person, { $error } %
imagenet-extra = AlexNet with extra data, { $error } %
imagenet-extra-short = ({ $error } with extra data)
imagenet-table = Numbers and sources
imagenet-year = Year
imagenet-winner = Winner
imagenet-error = Top-5 error, %
imagenet-features = Features
imagenet-features-hand-made = made by hand
imagenet-features-learned = learned
imagenet-source = Source
imagenet-person = One trained person
imagenet-numbers = The numbers up to 2014 and the person’s are listed in:
